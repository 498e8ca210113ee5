import { Alert, Button, Card, Center, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { Problem } from "../api/problem";
import { fetchSystem } from "../api/system";
import { Mark } from "../parts/Mark";
import { session } from "./session";

export function LoginPage({ expired }: { expired: boolean }) {
  const [token, setToken] = useState("");
  const [trying, setTrying] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const candidate = token.trim();
    if (candidate === "") {
      setError("Paste a token.");
      return;
    }
    setTrying(true);
    try {
      await fetchSystem(candidate);
      session.enter(candidate);
    } catch (failure) {
      const problem = Problem.of(failure);
      setError(problem.status === 401 ? "The server does not know this token." : problem.message);
      setTrying(false);
    }
  };

  return (
    <Center mih="100%" p="md">
      <Card w={400} padding="xl" withBorder shadow="sm" component="main">
        <form onSubmit={submit} noValidate>
          <Stack>
            <Group gap="sm">
              <Mark size={34} />
              <Title order={1} size="h2">
                Perigee
              </Title>
            </Group>
            {expired && (
              <Alert color="yellow" role="status">
                The token is no longer accepted. Log in again.
              </Alert>
            )}
            <PasswordInput
              label="Token"
              description="perigee serve printed the first one when it first started."
              placeholder="Paste a token"
              value={token}
              onChange={(event) => {
                setToken(event.currentTarget.value);
                setError(null);
              }}
              error={error}
              autoComplete="current-password"
              data-autofocus
              autoFocus
            />
            <Button type="submit" loading={trying}>
              Log in
            </Button>
            <Text size="xs" c="dimmed">
              The token is kept for this browser tab only.
            </Text>
          </Stack>
        </form>
      </Card>
    </Center>
  );
}
