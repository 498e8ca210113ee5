import { ActionIcon, Button, Group, Kbd, Menu, Text, Title, Tooltip } from "@mantine/core";
import { useOs } from "@mantine/hooks";
import { Link } from "react-router";
import type { FunctionSummary } from "../api/functions";
import { Icon } from "../parts/Icon";
import { RuntimeBadge } from "../parts/RuntimeBadge";
import { Tag } from "../parts/Tag";
import { useDeleteDialog } from "./useDeleteDialog";
import { RouteText } from "./RouteText";
import { useRoutes } from "./useFunctions";
import classes from "./Workbench.module.css";

interface Props {
  fn: FunctionSummary;
  dirty: boolean;
  saving: boolean;
  onSave: () => void;
  onRevert: () => void;
}

export function FunctionHeader({ fn, dirty, saving, onSave, onRevert }: Props) {
  const routes = useRoutes().data?.filter((route) => route.function === fn.name) ?? [];
  const askToDelete = useDeleteDialog(fn.name);
  const mac = useOs() === "macos";
  return (
    <header className={classes["header"]}>
      <Tooltip label="All functions">
        <ActionIcon component={Link} to="/functions" variant="subtle" color="gray" aria-label="All functions">
          <Icon name="back" />
        </ActionIcon>
      </Tooltip>
      <Title order={1} size="h4" className={classes["title"] ?? ""} title={fn.name}>
        {fn.name}
      </Title>
      <RuntimeBadge runtime={fn.runtime} />
      {fn.liveVersion !== null && (
        <Tag tone="green" dot>
          live v{fn.liveVersion}
        </Tag>
      )}
      {fn.owner !== "api" && (
        <Tooltip label={`The project ${fn.owner} publishes it: its next deployment replaces what is saved here`}>
          <span tabIndex={0}>
            <Tag>project {fn.owner}</Tag>
          </span>
        </Tooltip>
      )}
      {routes.length > 0 && <RouteText routes={routes} show={1} />}
      <Group gap="xs" ml="auto" wrap="nowrap">
        {dirty && (
          <Text size="sm" c="dimmed" role="status">
            Unsaved
          </Text>
        )}
        {dirty && (
          <Button variant="default" size="xs" leftSection={<Icon name="undo" size={15} />} onClick={onRevert}>
            Revert
          </Button>
        )}
        <Tooltip label={<Kbd size="xs">{mac ? "⌘ S" : "Ctrl S"}</Kbd>}>
          <Button size="xs" leftSection={<Icon name="save" size={15} />} onClick={onSave} loading={saving} disabled={!dirty}>
            Save
          </Button>
        </Tooltip>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label="More">
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" leftSection={<Icon name="trash" size={16} />} onClick={askToDelete}>
              Delete this function…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
    </header>
  );
}
