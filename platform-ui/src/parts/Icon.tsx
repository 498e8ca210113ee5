const shapes = {
  functions: "M8 4.5 3.5 12 8 19.5M16 4.5l4.5 7.5-4.5 7.5M13.5 7l-3 10",
  invocations: "M13 3 5 13.5h6L10 21l8.5-11H12.5z",
  topics: "M4 7h16M4 12h16M4 17h16M8 5v4M15 10v4M11 15v4",
  triggers: "M5 5v14M5 12h9M10.5 8l4 4-4 4M19 5v14",
  logs: "M5 6h14M5 10.5h9M5 15h12M5 19.5h7",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5",
  plus: "M12 5v14M5 12h14",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  moon: "M20 14.2A8 8 0 0 1 9.8 4 8 8 0 1 0 20 14.2z",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  leave: "M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5",
  play: "M7 4.5v15l12-7.5z",
  stop: "M6.5 6.5h11v11h-11z",
  save: "M5 4.5h11l3 3v12H5zM8.5 4.5v5h6v-5M8.5 19.5v-5.5h7v5.5",
  trash: "M5 7h14M10 7V4.5h4V7M6.5 7l1 12.5h9l1-12.5M10.5 11v5M13.5 11v5",
  undo: "M8 5 4 9l4 4M4 9h9.5a5.5 5.5 0 0 1 0 11H9",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.3v.01",
  check: "M4.5 12.5 9.5 17.5 19.5 6.5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  file: "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
  key: "M8.5 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11.5 12.2 20 4M16.5 7.5l2.5 2.5",
  pause: "M8 5v14M16 5v14",
  back: "M14.5 5.5 8 12l6.5 6.5",
} as const;

export type IconName = keyof typeof shapes;

/** A line icon; decoration only, so whatever it stands in must have a name of its own. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={name === "play" || name === "stop" ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
