import type { LogLine } from "../api/invocations";
import { clock } from "./format";
import classes from "./LogLines.module.css";

/** Log lines with time and level. */
export function LogLines({ lines, maxHeight = 320 }: { lines: readonly LogLine[]; maxHeight?: number | "none" }) {
  return (
    <div className={classes["log"]} style={{ maxHeight }} role="log" aria-label="Log" tabIndex={0}>
      {lines.map((line, index) => (
        <div key={`${line.invocationId} ${line.at} ${index}`} className={classes["line"]} data-level={line.level}>
          <time dateTime={line.at} className={classes["time"]}>
            {clock(line.at)}
          </time>
          <span className={classes["level"]}>{line.level}</span>
          {line.function !== undefined && <span className={classes["source"]}>{line.function}</span>}
          <span className={classes["text"]}>{line.message}</span>
        </div>
      ))}
    </div>
  );
}
