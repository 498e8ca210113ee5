import { Badge } from "@mantine/core";

const runtimes: Record<string, { label: string; color: string }> = {
  lua: { label: "Lua", color: "blue" },
  javascript: { label: "JavaScript", color: "yellow" },
};

export function RuntimeBadge({ runtime }: { runtime: string }) {
  const known = runtimes[runtime] ?? { label: runtime, color: "gray" };
  return <Badge color={known.color}>{known.label}</Badge>;
}
