import classes from "./ValueBlock.module.css";

/** Text as a function gave it. Very long text is cut here, and says so; copying takes it whole. */
export function ValueBlock({ text, label, tone = "plain" }: { text: string; label: string; tone?: "plain" | "error" }) {
  const cut = text.length > LONGEST;
  return (
    <pre className={classes["block"]} data-tone={tone} tabIndex={0} aria-label={label}>
      {cut ? text.slice(0, LONGEST) : text}
      {cut && <span className="faint">{`\n… ${(text.length - LONGEST).toLocaleString("en")} characters more`}</span>}
    </pre>
  );
}

const LONGEST = 100_000;
