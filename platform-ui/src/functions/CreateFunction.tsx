import { Button, Group, Modal, Radio, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useNavigate } from "react-router";
import type { FunctionSummary, Runtime } from "../api/functions";
import { Failure } from "../parts/Failure";
import { nameProblem } from "./functionName";
import { functionPath } from "../parts/links";
import { codeOf, templates } from "./templates";
import { useSaveFunction } from "./useFunctions";

interface Props {
  opened: boolean;
  onClose: () => void;
  existing: readonly FunctionSummary[];
}

export function CreateFunction({ opened, onClose, existing }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="New function" size="lg" centered>
      <CreateForm existing={existing} onClose={onClose} />
    </Modal>
  );
}

function CreateForm({ existing, onClose }: Omit<Props, "opened">) {
  const [name, setName] = useState("");
  const [runtime, setRuntime] = useState<Runtime>("lua");
  const [templateId, setTemplateId] = useState("hello");
  const [told, setTold] = useState(false);
  const save = useSaveFunction();
  const navigate = useNavigate();
  const problem = nameProblem(name, (wanted) => existing.some((each) => each.name === wanted));

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTold(true);
    const template = templates.find((each) => each.id === templateId);
    if (problem !== null || template === undefined) return;
    save.mutate({ name, code: codeOf(template, runtime) }, { onSuccess: () => navigate(functionPath(name)) });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="Name"
          description="May hold slashes, like guestbook/sign. It cannot be changed later."
          placeholder="guestbook/sign"
          value={name}
          onChange={(event) => setName(event.currentTarget.value.trim())}
          error={told ? problem : null}
          data-autofocus
          spellCheck={false}
          autoComplete="off"
        />
        <Stack gap={4}>
          <Text size="sm" fw={500} id="runtime-label">
            Runtime
          </Text>
          <SegmentedControl
            aria-labelledby="runtime-label"
            value={runtime}
            onChange={(value) => setRuntime(value as Runtime)}
            data={[
              { value: "lua", label: "Lua" },
              { value: "javascript", label: "JavaScript" },
            ]}
          />
        </Stack>
        <Radio.Group label="Start from" value={templateId} onChange={setTemplateId}>
          <Stack gap="xs" mt={6}>
            {templates.map((template) => (
              <Radio key={template.id} value={template.id} label={template.label} description={template.about} />
            ))}
          </Stack>
        </Radio.Group>
        {save.isError && <Failure error={save.error} what="The function was not created" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
