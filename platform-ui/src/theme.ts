import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const orbit: MantineColorsTuple = [
  "#eef1ff", "#dbe1fd", "#b6c1f8", "#8e9ef3", "#6c80ef", "#5067ec", "#4a62ec", "#3a52d2", "#3049bd", "#243ea7",
];

const dark: MantineColorsTuple = [
  "#d3d9e3", "#b3bccb", "#8d98ab", "#6a768b", "#3d4759", "#2a3342", "#1f2733", "#171d27", "#11161e", "#0b0f15",
];

export const theme = createTheme({
  primaryColor: "orbit",
  primaryShade: { light: 6, dark: 5 },
  colors: { orbit, dark },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "JetBrains Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: "650" },
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } },
  },
});

/** Mantine's own dimmed grey is too faint to read at small sizes. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-dimmed": "var(--faint)" },
  dark: { "--mantine-color-dimmed": "var(--faint)" },
});
