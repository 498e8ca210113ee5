import { Stack, Text } from "@mantine/core";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";
import { LogLines } from "../parts/LogLines";
import { useInvocationLogs } from "./useInvocations";

/** What one invocation wrote to its log. */
export function InvocationLogs({ id, fresh = false }: { id: string; fresh?: boolean }) {
  const logs = useInvocationLogs(id, fresh);
  return (
    <Stack gap={6} mt="md">
      <Text size="sm" fw={550}>
        Log
      </Text>
      {logs.isPending && <Rows count={2} height={18} />}
      {logs.isError && logs.data === undefined && <Failure error={logs.error} retry={() => void logs.refetch()} />}
      {logs.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing was logged.
        </Text>
      )}
      {logs.data !== undefined && logs.data.length > 0 && <LogLines lines={logs.data} />}
    </Stack>
  );
}
