import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

interface Props {
  icon: IconName;
  title: string;
  children?: ReactNode;
}

/** Nothing is here, and what to do about it. */
export function Empty({ icon, title, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={56} px="md">
      <span className="faint">
        <Icon name={icon} size={34} />
      </span>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text component="div" c="dimmed" size="sm" ta="center" maw={440}>
        {children}
      </Text>
    </Stack>
  );
}
