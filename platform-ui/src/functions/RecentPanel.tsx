import { Anchor, Stack } from "@mantine/core";
import { Link } from "react-router";
import { InvocationTable } from "../invocations/InvocationTable";
import { useInvocations } from "../invocations/useInvocations";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";

/** The function's latest invocations, whoever made them. */
export function RecentPanel({ name }: { name: string }) {
  const recent = useInvocations({ function: name, limit: 30 });
  if (recent.isPending) return <Rows count={8} />;
  if (recent.data === undefined) return <Failure error={recent.error} retry={() => void recent.refetch()} />;
  if (recent.data.length === 0) {
    return (
      <Empty icon="invocations" title="Not invoked yet">
        Run it here, or send a request to one of its routes.
      </Empty>
    );
  }
  return (
    <Stack gap="sm">
      <InvocationTable invocations={recent.data} compact />
      <Anchor component={Link} to={`/invocations?function=${encodeURIComponent(name)}`} size="sm">
        All its invocations
      </Anchor>
    </Stack>
  );
}
