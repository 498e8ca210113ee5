import { Button, Group, Kbd, Stack, Text, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useEffect, useRef, type RefObject } from "react";
import { useParams, useSearchParams } from "react-router";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { Rows } from "../parts/Rows";
import { count } from "../parts/format";
import { Tag } from "../parts/Tag";
import { Page } from "../shell/Page";
import { EventTable } from "./EventTable";
import { retention } from "./TopicTable";
import { useEventTail } from "./useEventTail";
import { useEvents, useTopic } from "./useTopics";

/** The events of a topic: the newest first, by key, and as they come. */
export function TopicPage() {
  const name = useParams()["*"] ?? "";
  const [parameters, setParameters] = useSearchParams();
  const key = parameters.get("key");
  const following = parameters.has("follow");
  const topic = useTopic(name);
  const events = useEvents(name, key);
  const tail = useEventTail(name, key, following && topic.data !== undefined);
  const field = useRef<HTMLInputElement>(null);
  useHotkeys([["/", () => field.current?.focus()]]);

  const set = (parameter: string, value: string | null) =>
    setParameters(
      (old) => {
        if (value === null) old.delete(parameter);
        else old.set(parameter, value);
        return old;
      },
      { replace: true },
    );

  const fresh = new Set(tail.events.map((each) => each.id));
  const shown = [...tail.events, ...(events.data ?? []).filter((each) => !fresh.has(each.id))];

  return (
    <Page
      title={name}
      actions={
        <>
          {following && (
            <span role="status">
              <Tag tone={tail.connected ? "green" : "gray"} dot>
                {tail.connected ? "following" : "connecting"}
              </Tag>
            </span>
          )}
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              if (following) void events.refetch();
              set("follow", following ? null : "");
            }}
            aria-pressed={following}
          >
            {following ? "Stop following" : "Follow"}
          </Button>
        </>
      }
    >
      <Stack>
        {topic.isError && <Failure error={topic.error} retry={() => void topic.refetch()} what="The topic could not be loaded" />}
        {topic.data !== undefined && (
          <Text size="sm" c="dimmed">
            {count(topic.data.events.kept)} of {count(topic.data.events.appended)} events kept in {topic.data.events.partitions}{" "}
            partitions, retention {retention(topic.data)}
          </Text>
        )}
        <KeyFilter key={name} value={key ?? ""} field={field} onChange={(value) => set("key", value === "" ? null : value)} />
        {following && tail.error !== null && <Failure error={tail.error} what="The topic cannot be followed; trying again" />}
        {events.isPending && <Rows count={8} />}
        {events.isError && !topic.isError && events.data === undefined && (
          <Failure error={events.error} retry={() => void events.refetch()} what="The events could not be loaded" />
        )}
        {events.data !== undefined && shown.length === 0 && (
          <Empty icon="topics" title={key === null ? "No events yet" : `No event has the key “${key}”`}>
            {key === null ? (
              <>
                Append one with <code>perigee events append {name}</code>.
              </>
            ) : (
              "The key must match exactly."
            )}
          </Empty>
        )}
        {shown.length > 0 && <EventTable events={shown} />}
        {events.hasNextPage && (
          <Group justify="center">
            <Button variant="default" onClick={() => void events.fetchNextPage()} loading={events.isFetchingNextPage}>
              Show older ones
            </Button>
          </Group>
        )}
      </Stack>
    </Page>
  );
}

interface KeyFilterProps {
  value: string;
  field: RefObject<HTMLInputElement | null>;
  onChange: (value: string) => void;
}

/** Asks the server once typing pauses, or at once on Enter. */
function KeyFilter({ value, field, onChange }: KeyFilterProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (text: string, pause: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(text), pause);
  };
  return (
    <TextInput
      ref={field}
      aria-label="Key"
      placeholder="Only events of this key"
      leftSection={<Icon name="key" size={15} />}
      rightSection={<Kbd size="xs">/</Kbd>}
      defaultValue={value}
      onChange={(event) => later(event.currentTarget.value, 400)}
      onKeyDown={(event) => {
        if (event.key === "Enter") later(event.currentTarget.value, 0);
      }}
      maw={360}
    />
  );
}
