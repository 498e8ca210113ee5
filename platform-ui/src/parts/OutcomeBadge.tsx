import { Badge } from "@mantine/core";

const known: Record<string, { label: string; color: string }> = {
  returned: { label: "returned", color: "teal" },
  rejected: { label: "rejected", color: "orange" },
  failed: { label: "failed", color: "red" },
  timed_out: { label: "timed out", color: "grape" },
  limit_exceeded: { label: "limit exceeded", color: "pink" },
  refused: { label: "refused", color: "gray" },
};

export function outcomeLabel(outcome: string): string {
  return known[outcome]?.label ?? outcome;
}

export function OutcomeBadge({ outcome }: { outcome: string }) {
  return <Badge color={known[outcome]?.color ?? "gray"} miw="max-content">{outcomeLabel(outcome)}</Badge>;
}
