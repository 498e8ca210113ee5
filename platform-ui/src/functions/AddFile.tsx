import { Button, Group, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState, type SyntheticEvent } from "react";

export function AddFile({ taken, onAdd }: { taken: readonly string[]; onAdd: (path: string) => void }) {
  const [path, setPath] = useState("");
  const [told, setTold] = useState(false);
  const problem = fileProblem(path, taken);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTold(true);
    if (problem !== null) return;
    onAdd(path);
    modals.closeAll();
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextInput
        label="Path in the bundle"
        placeholder="models/guest.lua"
        value={path}
        onChange={(event) => setPath(event.currentTarget.value.trim())}
        error={told ? problem : null}
        data-autofocus
        spellCheck={false}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit">Add</Button>
      </Group>
    </form>
  );
}

export function fileProblem(path: string, taken: readonly string[]): string | null {
  if (path === "") return "Name the file.";
  if (taken.includes(path)) return "The bundle has this file.";
  if (path.split("/").some((part) => part === "" || part === "." || part === "..")) return "Use a plain relative path.";
  return /^[\w.@/-]+\.(lua|js|mjs|cjs|json)$/.test(path) ? null : "A path that ends in .lua, .js, .mjs, .cjs or .json.";
}
