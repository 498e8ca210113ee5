import { Tag, type Tone } from "./Tag";

const known: Record<string, { label: string; tone: Tone }> = {
  returned: { label: "returned", tone: "green" },
  rejected: { label: "rejected", tone: "orange" },
  failed: { label: "failed", tone: "red" },
  timed_out: { label: "timed out", tone: "purple" },
  limit_exceeded: { label: "limit exceeded", tone: "pink" },
  refused: { label: "refused", tone: "gray" },
  cancelled: { label: "cancelled", tone: "gray" },
};

export function outcomeLabel(outcome: string): string {
  return known[outcome]?.label ?? outcome;
}

export function OutcomeBadge({ outcome }: { outcome: string }) {
  return <Tag tone={known[outcome]?.tone ?? "gray"}>{outcomeLabel(outcome)}</Tag>;
}
