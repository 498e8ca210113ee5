import { Autocomplete, Button, Group, Select } from "@mantine/core";
import { outcomes } from "../api/invocations";
import { useFunctions } from "../functions/useFunctions";
import { outcomeLabel } from "../parts/OutcomeBadge";
import { periods } from "./periods";

interface Props {
  parameters: URLSearchParams;
  set: (name: string, value: string | null) => void;
  clear: () => void;
}

export function InvocationFilters({ parameters, set, clear }: Props) {
  const names = useFunctions().data?.map((each) => each.name) ?? [];
  return (
    <Group gap="sm">
      <Autocomplete
        aria-label="Function"
        placeholder="Any function"
        data={names}
        value={parameters.get("function") ?? ""}
        onChange={(value) => set("function", value)}
        w={260}
        clearable
      />
      <Select
        aria-label="Outcome"
        placeholder="Any outcome"
        data={outcomes.map((value) => ({ value, label: outcomeLabel(value) }))}
        value={parameters.get("outcome")}
        onChange={(value) => set("outcome", value)}
        w={180}
        clearable
      />
      <Select
        aria-label="Since"
        placeholder="Any time"
        data={periods.map(({ value, label }) => ({ value, label }))}
        value={parameters.get("since")}
        onChange={(value) => set("since", value)}
        w={180}
        clearable
      />
      {parameters.size > 0 && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear
        </Button>
      )}
    </Group>
  );
}
