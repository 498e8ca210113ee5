import { Group, Loader, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useReachable } from "../api/connection";
import { useSystem } from "../api/system";
import classes from "./OfflineNotice.module.css";

/** Says that the server does not answer, keeps asking, and refreshes everything once it does. */
export function OfflineNotice() {
  const reachable = useReachable();
  const client = useQueryClient();
  const before = useRef(reachable);
  useSystem({ pollWhile: !reachable });

  useEffect(() => {
    if (reachable && !before.current) void client.invalidateQueries();
    before.current = reachable;
  }, [reachable, client]);

  if (reachable) return null;
  return (
    <Group className={classes["notice"] ?? ""} gap="sm" role="alert">
      <Loader size="xs" color="currentColor" />
      <Text size="sm">Perigee does not answer. What you see may be old; trying again…</Text>
    </Group>
  );
}
