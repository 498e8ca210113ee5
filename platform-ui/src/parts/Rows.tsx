import { Skeleton, Stack } from "@mantine/core";

/** Stands in for rows that are being loaded. */
export function Rows({ count = 5, height = 34 }: { count?: number; height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true" aria-label="Loading" role="status">
      {Array.from({ length: count }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
