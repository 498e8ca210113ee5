import type { ReactNode } from "react";
import classes from "./Tag.module.css";

export type Tone = "gray" | "blue" | "yellow" | "green" | "orange" | "red" | "purple" | "pink";

/** A short word with a colour; the word says it all, the colour only helps the eye. */
export function Tag({ tone = "gray", dot = false, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span className={classes["tag"]} data-tone={tone} data-dot={dot || undefined}>
      {children}
    </span>
  );
}
