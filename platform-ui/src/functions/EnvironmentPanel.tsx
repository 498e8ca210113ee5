import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import type { Environment } from "../api/functions";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { told } from "../parts/notify";
import { Rows } from "../parts/Rows";
import { entriesOf, problemsOf, toEnvironment, type Entry } from "./environment";
import { useEnvironment, useSetEnvironment } from "./useFunctions";

export function EnvironmentPanel({ name }: { name: string }) {
  const environment = useEnvironment(name);
  if (environment.isPending) return <Rows count={3} height={36} />;
  if (environment.data === undefined) return <Failure error={environment.error} retry={() => void environment.refetch()} />;
  return <EnvironmentForm key={JSON.stringify(environment.data)} name={name} environment={environment.data} />;
}

function EnvironmentForm({ name, environment }: { name: string; environment: Environment }) {
  const [entries, setEntries] = useState<Entry[]>(() => entriesOf(environment));
  const [checked, setChecked] = useState(false);
  const save = useSetEnvironment(name);
  const problems = problemsOf(entries);
  const changed = JSON.stringify(toEnvironment(entries)) !== JSON.stringify(toEnvironment(entriesOf(environment)));

  const edit = (id: number, change: Partial<Entry>) =>
    setEntries((old) => old.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)));

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setChecked(true);
    if (problems.size > 0) return;
    save.mutate(toEnvironment(entries), { onSuccess: () => told("The next invocation sees the new environment") });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Read for each invocation as <code>ctx.env</code>; a change needs no new version.
        </Text>
        {entries.map((entry) => (
          <Group key={entry.id} gap="xs" align="flex-start" wrap="nowrap">
            <TextInput
              flex={2}
              aria-label="Variable"
              placeholder="NAME"
              className="mono"
              value={entry.name}
              onChange={(event) => edit(entry.id, { name: event.currentTarget.value })}
              error={checked ? problems.get(entry.id) : undefined}
              spellCheck={false}
            />
            <TextInput
              flex={3}
              aria-label={`Value of ${entry.name || "the new variable"}`}
              placeholder="value"
              value={entry.value}
              onChange={(event) => edit(entry.id, { value: event.currentTarget.value })}
              spellCheck={false}
              autoComplete="off"
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Remove ${entry.name || "the new variable"}`}
              onClick={() => setEntries((old) => old.filter((each) => each.id !== entry.id))}
            >
              <Icon name="trash" size={16} />
            </ActionIcon>
          </Group>
        ))}
        {save.isError && <Failure error={save.error} what="The environment is unchanged" />}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => setEntries((old) => [...old, { id: Math.max(0, ...old.map((each) => each.id)) + 1, name: "", value: "" }])}
          >
            Add a variable
          </Button>
          <Button type="submit" size="xs" disabled={!changed} loading={save.isPending} ml="auto">
            Save environment
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
