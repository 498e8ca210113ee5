import { AppShell, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { Link, NavLink as RouterLink, Outlet, ScrollRestoration } from "react-router";
import { useSystem } from "../api/system";
import { Icon, type IconName } from "../parts/Icon";
import { Mark } from "../parts/Mark";
import { useSession } from "../session/session";
import { LeaveButton } from "../session/LeaveButton";
import { ProjectNotice } from "../projects/ProjectNotice";
import { OfflineNotice } from "./OfflineNotice";
import { SchemeToggle } from "./SchemeToggle";
import classes from "./Shell.module.css";

const rooms: { to: string; label: string; icon: IconName }[] = [
  { to: "/functions", label: "Functions", icon: "functions" },
  { to: "/invocations", label: "Invocations", icon: "invocations" },
  { to: "/topics", label: "Topics", icon: "topics" },
  { to: "/triggers", label: "Triggers", icon: "triggers" },
  { to: "/logs", label: "Live log", icon: "logs" },
];

/** The frame around every room. */
export function Shell() {
  const system = useSystem();
  const { token } = useSession();
  return (
    <AppShell navbar={{ width: 208, breakpoint: 0 }} padding={0} layout="alt">
      <a className={classes["skip"]} href="#main">
        Skip to content
      </a>
      <AppShell.Navbar className={classes["nav"] ?? ""} aria-label="Rooms">
        <Link to="/functions" className={classes["brand"]} aria-label="Perigee, to the functions">
          <Mark />
          <Text component="span" fw={700} size="lg">
            Perigee
          </Text>
        </Link>
        <ScrollArea flex={1}>
          <Stack gap={2}>
            {rooms.map((room) => (
              <RouterLink key={room.to} to={room.to} className={classes["room"] ?? ""}>
                <Icon name={room.icon} />
                {room.label}
              </RouterLink>
            ))}
          </Stack>
        </ScrollArea>
        <Group justify="space-between" gap="xs" className={classes["foot"]}>
          <Text size="xs" c="dimmed" truncate>
            {system.data?.version === undefined ? "" : `Version ${system.data.version}`}
          </Text>
          <Group gap={4} wrap="nowrap">
            <SchemeToggle />
            {token !== null && <LeaveButton />}
          </Group>
        </Group>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes["main"] ?? ""}>
        <OfflineNotice />
        <ProjectNotice />
        <Outlet />
      </AppShell.Main>
      <ScrollRestoration />
    </AppShell>
  );
}
