import { Anchor, Box } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link, useParams, useSearchParams } from "react-router";
import { Problem } from "../api/problem";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Rows } from "../parts/Rows";
import { useFunction, useVersion, useVersions } from "./useFunctions";
import { Workbench } from "./Workbench";

export function FunctionPage() {
  const name = useParams()["*"] ?? "";
  useDocumentTitle(`${name} · Perigee`);
  return <FunctionRoom key={name} name={name} />;
}

function FunctionRoom({ name }: { name: string }) {
  const [parameters] = useSearchParams();
  const fn = useFunction(name);
  const wanted = Number(parameters.get("version") ?? "") || null;
  const versions = useVersions(name);
  const number = wanted ?? fn.data?.liveVersion ?? versions.data?.[0]?.number ?? null;
  const version = useVersion(name, number);
  const shown = version.data ?? null;

  const broken = [fn, version].find((query) => query.isError && query.data === undefined);
  if (broken) {
    if (Problem.of(broken.error).status === 404) return <Missing name={name} version={wanted} />;
    return (
      <Box p={28}>
        <Failure error={broken.error} retry={() => void broken.refetch()} what={`${name} could not be loaded`} />
      </Box>
    );
  }
  if (fn.data === undefined || shown === null) {
    return (
      <Box p={28}>
        <Rows count={10} height={28} />
      </Box>
    );
  }
  return <Workbench fn={fn.data} version={shown} />;
}

function Missing({ name, version }: { name: string; version: number | null }) {
  return (
    <Empty icon="functions" title={version === null ? `There is no function ${name}` : `${name} has no version ${version}`}>
      <Anchor component={Link} to="/functions">
        To the functions
      </Anchor>
    </Empty>
  );
}
