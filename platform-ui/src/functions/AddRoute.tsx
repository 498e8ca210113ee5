import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { Failure } from "../parts/Failure";
import { told } from "../parts/notify";
import { useChangeRoutes } from "./useFunctions";

const METHODS = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

export function AddRoute({ name }: { name: string }) {
  const [method, setMethod] = useState("GET");
  const [path, setPath] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const { add } = useChangeRoutes();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!path.startsWith("/")) {
      setWrong("A path begins with a slash.");
      return;
    }
    add.mutate(
      { method, path, function: name },
      {
        onSuccess: () => {
          setPath("");
          told(`${method} ${path} is served`);
        },
      },
    );
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={6}>
        <Text size="sm" fw={550}>
          Add a route
        </Text>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <Select
            aria-label="Method"
            data={METHODS}
            value={method}
            onChange={(value) => setMethod(value ?? "ANY")}
            allowDeselect={false}
            w={112}
          />
          <TextInput
            aria-label="Path"
            placeholder="/guests/:id"
            flex={1}
            value={path}
            onChange={(event) => {
              setPath(event.currentTarget.value.trim());
              setWrong(null);
              add.reset();
            }}
            error={wrong}
            spellCheck={false}
            autoComplete="off"
          />
          <Button type="submit" variant="default" loading={add.isPending}>
            Add
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          <code>:name</code> takes one segment, a last <code>*name</code> the rest.
        </Text>
        {add.isError && <Failure error={add.error} what="The route was not added" />}
      </Stack>
    </form>
  );
}
