import { ActionIcon, Tooltip } from "@mantine/core";
import { Icon } from "../parts/Icon";
import { session } from "./session";

export function LeaveButton() {
  return (
    <Tooltip label="Log out">
      <ActionIcon variant="subtle" color="gray" aria-label="Log out" onClick={() => session.leave()}>
        <Icon name="leave" />
      </ActionIcon>
    </Tooltip>
  );
}
