import { Stack } from "@mantine/core";
import { useState } from "react";
import type { FunctionSummary } from "../api/functions";
import { Failure } from "../parts/Failure";
import { failed, told } from "../parts/notify";
import { Rows } from "../parts/Rows";
import { CompareVersions } from "./CompareVersions";
import { useMakeLive, useVersions } from "./useFunctions";
import { VersionRow } from "./VersionRow";

/** Every version, newest first, and which one callers get. */
export function VersionsPanel({ fn, shown }: { fn: FunctionSummary; shown: number }) {
  const versions = useVersions(fn.name);
  const makeLive = useMakeLive(fn.name);
  const [compared, setCompared] = useState<number | null>(null);
  if (versions.isPending) return <Rows count={5} height={48} />;
  if (versions.data === undefined) return <Failure error={versions.error} retry={() => void versions.refetch()} />;

  const rollTo = (number: number) =>
    makeLive.mutate(number, {
      onSuccess: () => told(`Version ${number} is live`),
      onError: (error) => failed(`Version ${number} is not live`, error),
    });

  return (
    <>
      <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }} aria-label="Versions">
        {versions.data.map((version) => (
          <VersionRow
            key={version.number}
            fn={fn}
            version={version}
            shown={version.number === shown}
            moving={makeLive.isPending && makeLive.variables === version.number}
            onMakeLive={() => rollTo(version.number)}
            onCompare={() => setCompared(version.number)}
          />
        ))}
      </Stack>
      {compared !== null && fn.liveVersion !== null && (
        <CompareVersions
          name={fn.name}
          from={Math.min(compared, fn.liveVersion)}
          to={Math.max(compared, fn.liveVersion)}
          onClose={() => setCompared(null)}
        />
      )}
    </>
  );
}
