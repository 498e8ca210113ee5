import { Box, Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

interface Props {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A room with a heading. */
export function Page({ title, actions, children }: Props) {
  useDocumentTitle(`${title} · Perigee`);
  return (
    <Box px={28} py={22} w="100%" maw={1320}>
      <Group justify="space-between" mb="lg" mih={36}>
        <Title order={1} size="h3">
          {title}
        </Title>
        <Group gap="sm">{actions}</Group>
      </Group>
      {children}
    </Box>
  );
}
