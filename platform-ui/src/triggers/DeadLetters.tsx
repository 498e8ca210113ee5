import { Button, Group, Table, Text, Title, VisuallyHidden } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { Chosen, DeadLetter } from "../api/triggers";
import { Ago } from "../parts/Ago";
import { count } from "../parts/format";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";
import classes from "../parts/Table.module.css";
import { useDeadLetterChange, useDeadLetters } from "./useTriggers";

/** What a trigger could not handle, to deliver again or to give up. */
export function DeadLetters({ trigger, total }: { trigger: string; total: number }) {
  const letters = useDeadLetters(trigger);
  const change = useDeadLetterChange(trigger);
  const redrive = (chosen: Chosen) => change.mutate({ verb: "redrive", chosen });
  const drop = (chosen: Chosen, what: string) =>
    modals.openConfirmModal({
      title: `Drop ${what}?`,
      centered: true,
      children: <Text size="sm">The function will never get it; it stays in its topic. This cannot be undone.</Text>,
      labels: { confirm: "Drop", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () => change.mutate({ verb: "drop", chosen }),
    });

  return (
    <section aria-labelledby="dead-letters">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="dead-letters">
          Dead letters
        </Title>
        {total > 0 && (
          <Group gap="xs">
            <Button size="xs" variant="default" disabled={change.isPending} onClick={() => redrive({ all: true })}>
              Deliver all again
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={change.isPending}
              onClick={() => drop({ all: true }, `all ${count(total)} dead letters`)}
            >
              Drop all
            </Button>
          </Group>
        )}
      </Group>
      {letters.isPending && <Rows count={3} />}
      {letters.isError && letters.data === undefined && (
        <Failure error={letters.error} retry={() => void letters.refetch()} what="The dead letters could not be loaded" />
      )}
      {letters.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          None: every event so far was handled.
        </Text>
      )}
      {letters.data !== undefined && letters.data.length > 0 && (
        <Table className={classes["table"] ?? ""} verticalSpacing={7} horizontalSpacing="sm" layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={110}>Offset</Table.Th>
              <Table.Th w={140}>Key</Table.Th>
              <Table.Th>Error</Table.Th>
              <Table.Th w={84} ta="right">
                Attempts
              </Table.Th>
              <Table.Th w={120}>Parked</Table.Th>
              <Table.Th w={190}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {letters.data.map((each) => (
              <Row
                key={each.id}
                letter={each}
                busy={change.isPending}
                redrive={() => redrive({ ids: [each.id] })}
                drop={() => drop({ ids: [each.id] }, `dead letter ${each.id}`)}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {letters.hasNextPage && (
        <Group justify="center" mt="sm">
          <Button variant="default" onClick={() => void letters.fetchNextPage()} loading={letters.isFetchingNextPage}>
            Show more
          </Button>
        </Group>
      )}
    </section>
  );
}

interface RowProps {
  letter: DeadLetter;
  busy: boolean;
  redrive: () => void;
  drop: () => void;
}

function Row({ letter, busy, redrive, drop }: RowProps) {
  const { event } = letter;
  return (
    <Table.Tr className={classes["row"] ?? ""}>
      <Table.Td className={classes["number"] ?? ""}>
        {event.partition}:{event.offset}
      </Table.Td>
      <Table.Td>
        <Text size="sm" truncate title={event.key}>
          {event.key ?? <span className="faint">none</span>}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" truncate title={letter.error}>
          {letter.error}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace" truncate>
          {JSON.stringify(event.payload)}
        </Text>
      </Table.Td>
      <Table.Td ta="right" className={classes["number"] ?? ""}>
        {letter.attempts}
      </Table.Td>
      <Table.Td className={`faint ${classes["when"]}`}>
        <Ago at={letter.parkedAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <Button size="compact-xs" variant="default" disabled={busy} onClick={redrive} aria-label={`Deliver dead letter ${letter.id} again`}>
            Deliver again
          </Button>
          <Button size="compact-xs" variant="default" disabled={busy} onClick={drop} aria-label={`Drop dead letter ${letter.id}`}>
            Drop
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
