import { ActionIcon, Group, Stack, Text } from "@mantine/core";
import { useSystem } from "../api/system";
import type { Route } from "../api/routes";
import { CopyButton } from "../parts/CopyButton";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { failed, told } from "../parts/notify";
import { Rows } from "../parts/Rows";
import { AddRoute } from "./AddRoute";
import { commandOf, gatewayOf } from "./gateway";
import panel from "./SidePanel.module.css";
import { useChangeRoutes, useRoutes } from "./useFunctions";

/** Which requests to the gateway the function answers. */
export function RoutesPanel({ name }: { name: string }) {
  const routes = useRoutes();
  const gateway = gatewayOf(window.location, useSystem().data?.gatewayPort);
  const own = routes.data?.filter((route) => route.function === name);
  return (
    <Stack gap="md">
      {routes.isPending && <Rows count={2} height={40} />}
      {routes.isError && own === undefined && <Failure error={routes.error} retry={() => void routes.refetch()} />}
      {own?.length === 0 && (
        <Text size="sm" c="dimmed">
          No request reaches this function yet. Give it a route and the gateway serves it at once.
        </Text>
      )}
      {own !== undefined && own.length > 0 && (
        <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label="Routes">
          {own.map((route) => (
            <RouteRow key={route.id} route={route} gateway={gateway} />
          ))}
        </Stack>
      )}
      <AddRoute name={name} />
    </Stack>
  );
}

function RouteRow({ route, gateway }: { route: Route; gateway: string }) {
  const { remove } = useChangeRoutes();
  const title = `${route.method} ${route.path}`;
  return (
    <li className={panel["version"]}>
      <Text size="sm" className="mono" flex={1} miw={0} truncate title={title}>
        <span className="faint">{route.method}</span> {route.path}
      </Text>
      {route.owner !== "api" && (
        <Text size="xs" c="dimmed">
          project {route.owner}
        </Text>
      )}
      <Group gap={2} wrap="nowrap">
        <CopyButton text={commandOf(gateway, route)} label={`Copy a curl command for ${title}`} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Remove ${title}`}
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(route.id, {
              onSuccess: () => told(`${title} is no longer served`),
              onError: (error) => failed(`${title} is still served`, error),
            })
          }
        >
          <Icon name="trash" size={15} />
        </ActionIcon>
      </Group>
    </li>
  );
}
