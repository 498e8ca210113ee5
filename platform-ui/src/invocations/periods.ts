export const periods = [
  { value: "15m", label: "Last 15 minutes", minutes: 15 },
  { value: "1h", label: "Last hour", minutes: 60 },
  { value: "24h", label: "Last 24 hours", minutes: 24 * 60 },
  { value: "7d", label: "Last 7 days", minutes: 7 * 24 * 60 },
] as const;

/** When a period began, to the minute, so that the answer can be kept a while; null without one. */
export function startOf(period: string | null, now = Date.now()): string | null {
  const known = periods.find((each) => each.value === period);
  if (known === undefined) return null;
  const minute = Math.floor(now / 60_000) - known.minutes;
  return new Date(minute * 60_000).toISOString();
}
