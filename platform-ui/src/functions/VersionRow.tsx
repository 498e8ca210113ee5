import { Button, Text } from "@mantine/core";
import { Link } from "react-router";
import type { FunctionSummary, FunctionVersion } from "../api/functions";
import { Ago } from "../parts/Ago";
import { functionPath } from "../parts/links";
import { Tag } from "../parts/Tag";
import panel from "./SidePanel.module.css";

interface Props {
  fn: FunctionSummary;
  version: FunctionVersion;
  /** The editor holds this one. */
  shown: boolean;
  moving: boolean;
  onMakeLive: () => void;
  onCompare: () => void;
}

export function VersionRow({ fn, version, shown, moving, onMakeLive, onCompare }: Props) {
  const { number } = version;
  const live = number === fn.liveVersion;
  return (
    <li className={`${panel["version"]} ${shown ? panel["shown"] : ""}`}>
      <Text fw={600} miw={30}>
        v{number}
      </Text>
      <Text size="sm" c="dimmed" component="div" flex={1} miw={0} truncate title={`Hash ${version.hash}`}>
        <Ago at={version.createdAt} />
      </Text>
      {live && <Tag tone="green">live</Tag>}
      {!live && fn.liveVersion !== null && (
        <Button size="compact-xs" variant="subtle" onClick={onCompare} aria-label={`Compare version ${number} with the live one`}>
          Compare
        </Button>
      )}
      {!shown && (
        <Button
          size="compact-xs"
          variant="subtle"
          component={Link}
          to={functionPath(fn.name, `?tab=versions${live ? "" : `&version=${number}`}`)}
          aria-label={`Open version ${number}`}
        >
          Open
        </Button>
      )}
      {!live && (
        <Button size="compact-xs" variant="default" onClick={onMakeLive} loading={moving} aria-label={`Make version ${number} live`}>
          Make live
        </Button>
      )}
    </li>
  );
}
