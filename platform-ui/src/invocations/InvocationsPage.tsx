import { Button, Group, Stack } from "@mantine/core";
import { useSearchParams } from "react-router";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";
import { Page } from "../shell/Page";
import { InvocationFilters } from "./InvocationFilters";
import { InvocationTable } from "./InvocationTable";
import { startOf } from "./periods";
import { useInvocations } from "./useInvocations";

/** Every recorded invocation; the filters live in the address. */
export function InvocationsPage() {
  const [parameters, setParameters] = useSearchParams();
  const invocations = useInvocations({
    function: parameters.get("function"),
    outcome: parameters.get("outcome"),
    from: startOf(parameters.get("since")),
    limit: 50,
  });
  const filtered = parameters.size > 0;

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
        <InvocationFilters parameters={parameters} set={set} clear={() => setParameters({}, { replace: true })} />
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
        {invocations.hasNextPage && (
          <Group justify="center">
            <Button variant="default" onClick={() => void invocations.fetchNextPage()} loading={invocations.isFetchingNextPage}>
              Show older ones
            </Button>
          </Group>
        )}
      </Stack>
    </Page>
  );
}
