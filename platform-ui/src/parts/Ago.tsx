import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { ago, exact } from "./format";

/** A moment, told relative to now and kept current. */
export function Ago({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={at}>{ago(at, now)}</time>
    </Tooltip>
  );
}
