import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { triggersApi, type Trigger } from "../api/triggers";
import classes from "../parts/Table.module.css";
import { SeekDialog } from "./SeekDialog";
import { useTriggerChange } from "./useTriggers";

/** Pause or resume, and move. */
export function TriggerActions({ trigger }: { trigger: Trigger }) {
  const change = useTriggerChange();
  const [seeking, setSeeking] = useState(false);
  const stopped = trigger.paused || trigger.totals.blockedPartitions > 0;
  const verb = stopped ? "resume" : "pause";
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end" className={classes["above"] ?? ""}>
      <Button
        size="compact-xs"
        variant="default"
        loading={change.isPending}
        aria-label={`${stopped ? "Resume" : "Pause"} ${trigger.name}`}
        onClick={() => change.mutate({ name: trigger.name, change: () => triggersApi[verb](trigger.name) })}
      >
        {stopped ? "Resume" : "Pause"}
      </Button>
      <Button size="compact-xs" variant="default" aria-label={`Move ${trigger.name}`} onClick={() => setSeeking(true)}>
        Move
      </Button>
      <SeekDialog trigger={trigger} opened={seeking} onClose={() => setSeeking(false)} />
    </Group>
  );
}
