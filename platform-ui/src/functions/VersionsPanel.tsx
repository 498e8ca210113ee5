import { Badge, Button, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { FunctionSummary } from "../api/functions";
import { Ago } from "../parts/Ago";
import { Failure } from "../parts/Failure";
import { functionPath } from "../parts/links";
import { failed, told } from "../parts/notify";
import { Rows } from "../parts/Rows";
import panel from "./SidePanel.module.css";
import { useMakeLive, useVersions } from "./useFunctions";

/** Every version, newest first, and which one callers get. */
export function VersionsPanel({ fn, shown }: { fn: FunctionSummary; shown: number }) {
  const versions = useVersions(fn.name);
  const makeLive = useMakeLive(fn.name);
  if (versions.isPending) return <Rows count={5} height={48} />;
  if (versions.data === undefined) return <Failure error={versions.error} retry={() => void versions.refetch()} />;

  const rollTo = (number: number) =>
    makeLive.mutate(number, {
      onSuccess: () => told(`Version ${number} is live`),
      onError: (error) => failed(`Version ${number} is not live`, error),
    });

  return (
    <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }} aria-label="Versions">
      {versions.data.map((version) => {
        const live = version.number === fn.liveVersion;
        return (
          <li key={version.number} className={`${panel["version"]} ${version.number === shown ? panel["shown"] : ""}`}>
            <Text fw={600} miw={34}>
              v{version.number}
            </Text>
            <Stack gap={0} flex={1} miw={0}>
              <Text size="sm">
                <Ago at={version.createdAt} />
              </Text>
              <Text size="xs" c="dimmed" className="mono" title={version.hash}>
                {version.hash.slice(0, 12)}
              </Text>
            </Stack>
            {live && (
              <Badge color="teal" variant="light">
                live
              </Badge>
            )}
            {version.number !== shown && (
              <Button
                size="compact-sm"
                variant="subtle"
                component={Link}
                to={functionPath(fn.name, `?tab=versions${live ? "" : `&version=${version.number}`}`)}
                aria-label={`Open version ${version.number}`}
              >
                Open
              </Button>
            )}
            {!live && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => rollTo(version.number)}
                loading={makeLive.isPending && makeLive.variables === version.number}
                aria-label={`Make version ${version.number} live`}
              >
                Make live
              </Button>
            )}
          </li>
        );
      })}
    </Stack>
  );
}
