import { Button, Group, Text } from "@mantine/core";
import { Link } from "react-router";
import type { FunctionSummary } from "../api/functions";
import { functionPath } from "../parts/links";
import { failed, told } from "../parts/notify";
import classes from "./VersionNotice.module.css";
import type { DraftControls } from "./useDraft";
import { useMakeLive } from "./useFunctions";

interface Props {
  fn: FunctionSummary;
  controls: DraftControls;
  shown: number;
}

/** Says so when the editor does not hold what answers callers. */
export function VersionNotice({ fn, controls, shown }: Props) {
  const makeLive = useMakeLive(fn.name);
  const { base, overtaken } = controls.draft;

  if (controls.dirty && overtaken) {
    return (
      <Group className={classes["notice"] ?? ""} role="status">
        <Text size="sm" flex={1}>
          Version {shown} went live while you were editing from version {base}. Saving puts yours on top of it.
        </Text>
        <Button size="compact-sm" variant="default" onClick={controls.revert}>
          Discard mine and load version {shown}
        </Button>
      </Group>
    );
  }
  if (base === fn.liveVersion || fn.liveVersion === null) return null;
  return (
    <Group className={classes["notice"] ?? ""} role="status">
      <Text size="sm" flex={1}>
        This is version {base}. Callers get version {fn.liveVersion}.
      </Text>
      <Button
        size="compact-sm"
        loading={makeLive.isPending}
        onClick={() =>
          makeLive.mutate(base, {
            onSuccess: () => told(`Version ${base} is live`),
            onError: (error) => failed(`Version ${base} is not live`, error),
          })
        }
      >
        Make version {base} live
      </Button>
      <Button size="compact-sm" variant="default" component={Link} to={functionPath(fn.name, "?tab=versions")}>
        Back to the live version
      </Button>
    </Group>
  );
}
