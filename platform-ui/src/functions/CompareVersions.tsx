import { Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Code } from "../api/functions";
import { CompareView } from "../editor/CompareView";
import { languageOf } from "../editor/languageOf";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";
import { changesOf } from "./changes";
import { useVersion } from "./useFunctions";

interface Props {
  name: string;
  from: number;
  to: number;
  onClose: () => void;
}

/** What differs between two versions, file by file. */
export function CompareVersions({ name, from, to, onClose }: Props) {
  const before = useVersion(name, from);
  const after = useVersion(name, to);
  const broken = [before, after].find((version) => version.isError);
  return (
    <Modal opened onClose={onClose} title={`${name}: version ${from} and version ${to}`} size="min(1180px, 94vw)" centered>
      {broken && <Failure error={broken.error} retry={() => void broken.refetch()} />}
      {!broken && (before.data === undefined || after.data === undefined) && <Rows count={6} height={20} />}
      {before.data && after.data && <Changes from={from} to={to} before={before.data} after={after.data} />}
    </Modal>
  );
}

function Changes({ from, to, before, after }: { from: number; to: number; before: Code; after: Code }) {
  const changes = changesOf(before.files, after.files);
  const [chosen, setChosen] = useState(changes[0]?.path ?? null);
  const path = chosen ?? "";
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The two hold the same text files.
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          Left version {from}, right version {to}
        </Text>
        {changes.length > 1 && (
          <Select
            aria-label="File"
            value={chosen}
            onChange={setChosen}
            allowDeselect={false}
            data={changes.map((change) => ({ value: change.path, label: `${change.path} (${change.kind})` }))}
            w={320}
          />
        )}
      </Group>
      <CompareView
        key={path}
        before={before.files[path] ?? ""}
        after={after.files[path] ?? ""}
        beforeLabel={`${path} in version ${from}`}
        afterLabel={`${path} in version ${to}`}
        language={languageOf(path)}
      />
    </Stack>
  );
}
