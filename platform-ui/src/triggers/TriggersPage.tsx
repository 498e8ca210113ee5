import { Stack } from "@mantine/core";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";
import { Page } from "../shell/Page";
import { TriggerTable } from "./TriggerTable";
import { useTriggers } from "./useTriggers";

/** Every trigger of the namespace with how far it is. */
export function TriggersPage() {
  const triggers = useTriggers();
  return (
    <Page title="Triggers">
      <Stack>
        {triggers.isPending && <Rows count={5} height={40} />}
        {triggers.isError && triggers.data === undefined && (
          <Failure error={triggers.error} retry={() => void triggers.refetch()} what="The triggers could not be loaded" />
        )}
        {triggers.data?.length === 0 && (
          <Empty icon="triggers" title="No triggers yet">
            A trigger gives a topic&apos;s events to a function. Name it in a project&apos;s <code>config/application.yml</code>, or use{" "}
            <code>perigee triggers create</code>.
          </Empty>
        )}
        {triggers.data !== undefined && triggers.data.length > 0 && <TriggerTable triggers={triggers.data} />}
      </Stack>
    </Page>
  );
}
