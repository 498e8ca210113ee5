import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { triggersApi, type Trigger } from "../api/triggers";
import { Failure } from "../parts/Failure";
import { told } from "../parts/notify";
import { useTriggerChange } from "./useTriggers";

interface Props {
  trigger: Trigger;
  opened: boolean;
  onClose: () => void;
}

/** Moves a trigger in all partitions; the server's refusal shows in the dialog. */
export function SeekDialog({ trigger, opened, onClose }: Props) {
  const change = useTriggerChange();
  const [choice, setChoice] = useState("latest");
  const [place, setPlace] = useState("");
  const to = choice === "place" ? place.trim() : choice;

  const close = () => {
    change.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { name: trigger.name, change: () => triggersApi.seek(trigger.name, to) },
      {
        onSuccess: () => {
          told(`${trigger.name} is moved`);
          close();
        },
      },
    );
  };

  return (
    <Modal opened={opened} onClose={close} title={`Move ${trigger.name}`} centered>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            Events from there on are delivered, also those that were handled before. The totals begin anew.
          </Text>
          <Radio.Group label="To" value={choice} onChange={setChoice}>
            <Stack gap={8} mt={6}>
              <Radio value="latest" label="The end: only events that are still to come" />
              <Radio value="earliest" label="The beginning: every event that is kept" />
              <Radio value="place" label="An offset of each partition, or a time" />
            </Stack>
          </Radio.Group>
          {choice === "place" && (
            <TextInput
              label="Offset or time"
              placeholder="42 or 2026-03-01T10:00:00Z"
              value={place}
              onChange={(event) => setPlace(event.currentTarget.value)}
              data-autofocus
            />
          )}
          {change.isError && <Failure error={change.error} what="The trigger was not moved" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={to === ""}>
              Move
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
