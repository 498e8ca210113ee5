import { Tag, type Tone } from "./Tag";

const runtimes: Record<string, { label: string; tone: Tone }> = {
  lua: { label: "Lua", tone: "blue" },
  javascript: { label: "JavaScript", tone: "yellow" },
};

export function RuntimeBadge({ runtime }: { runtime: string }) {
  const known = runtimes[runtime];
  return <Tag tone={known?.tone ?? "gray"}>{known?.label ?? runtime}</Tag>;
}
