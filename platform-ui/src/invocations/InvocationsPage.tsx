import { Autocomplete, Button, Group, Select, Stack } from "@mantine/core";
import { useSearchParams } from "react-router";
import { outcomes } from "../api/invocations";
import { useFunctions } from "../functions/useFunctions";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { outcomeLabel } from "../parts/OutcomeBadge";
import { Rows } from "../parts/Rows";
import { Page } from "../shell/Page";
import { InvocationTable } from "./InvocationTable";
import { useInvocations } from "./useInvocations";

const STEP = 50;

/** Every recorded invocation; the filters live in the address. */
export function InvocationsPage() {
  const [parameters, setParameters] = useSearchParams();
  const fn = parameters.get("function") ?? "";
  const outcome = parameters.get("outcome");
  const limit = Math.min(Number(parameters.get("limit")) || STEP, 500);
  const invocations = useInvocations({ function: fn, outcome, limit });
  const names = useFunctions().data?.map((each) => each.name) ?? [];
  const filtered = fn !== "" || outcome !== null;

  const set = (name: string, value: string | null) =>
    setParameters(
      (old) => {
        if (value === null || value === "") old.delete(name);
        else old.set(name, value);
        return old;
      },
      { replace: true },
    );

  return (
    <Page title="Invocations">
      <Stack>
        <Group gap="sm">
          <Autocomplete
            aria-label="Function"
            placeholder="Any function"
            data={names}
            value={fn}
            onChange={(value) => set("function", value)}
            w={260}
            clearable
          />
          <Select
            aria-label="Outcome"
            placeholder="Any outcome"
            data={outcomes.map((value) => ({ value, label: outcomeLabel(value) }))}
            value={outcome}
            onChange={(value) => set("outcome", value)}
            w={190}
            clearable
          />
          {filtered && (
            <Button variant="subtle" color="gray" onClick={() => setParameters({}, { replace: true })}>
              Clear
            </Button>
          )}
        </Group>
        {invocations.isPending && <Rows count={8} />}
        {invocations.isError && invocations.data === undefined && (
          <Failure error={invocations.error} retry={() => void invocations.refetch()} what="The invocations could not be loaded" />
        )}
        {invocations.data?.length === 0 && (
          <Empty icon="invocations" title={filtered ? "No invocation matches" : "No invocations yet"}>
            {filtered ? "Widen the filters." : "Run a function, or send a request to a route."}
          </Empty>
        )}
        {invocations.data !== undefined && invocations.data.length > 0 && <InvocationTable invocations={invocations.data} />}
        {invocations.data?.length === limit && limit < 500 && (
          <Group justify="center">
            <Button variant="default" onClick={() => set("limit", String(limit + STEP))} loading={invocations.isPlaceholderData}>
              Show more
            </Button>
          </Group>
        )}
      </Stack>
    </Page>
  );
}
