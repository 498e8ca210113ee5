/** Perigee's mark: a body at the near point of its orbit. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <ellipse
        cx="16"
        cy="16"
        rx="14"
        ry="8"
        fill="none"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth="2.5"
        transform="rotate(-32 16 16)"
      />
      <circle cx="12.4" cy="18.2" r="4.6" fill="var(--mantine-primary-color-filled)" />
      <circle cx="6.2" cy="24.6" r="2.6" fill="#f2a33a" />
    </svg>
  );
}
