import { Button, Group, Modal, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { Failure } from "../parts/Failure";
import { topicPath } from "../parts/links";
import { told } from "../parts/notify";
import { useCreateTopic } from "./useTopics";

const PARTITIONS = 8;

/** A form for a new topic; the server's refusal shows in it. */
export function CreateTopic({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const create = useCreateTopic();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [partitions, setPartitions] = useState(PARTITIONS);

  const close = () => {
    create.reset();
    setName("");
    setPartitions(PARTITIONS);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { name: name.trim(), partitions },
      {
        onSuccess: (topic) => {
          told(`${topic.name} is created`);
          void navigate(topicPath(topic.name));
        },
      },
    );
  };

  return (
    <Modal opened={opened} onClose={close} title="New topic" centered>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            placeholder="orders"
            description="Letters, digits, . _ - and /"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
            required
          />
          <NumberInput
            label="Partitions"
            description="Events of one key keep their order within a partition; the number cannot change later."
            min={1}
            max={256}
            value={partitions}
            onChange={(value) => setPartitions(Number(value) || 1)}
          />
          {create.isError && <Failure error={create.error} what="The topic was not created" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ""}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
