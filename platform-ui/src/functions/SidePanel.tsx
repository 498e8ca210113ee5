import { Tabs } from "@mantine/core";
import { useSearchParams } from "react-router";
import type { Files, FunctionSummary } from "../api/functions";
import type { FileMarks } from "./codeProblems";
import { EnvironmentPanel } from "./EnvironmentPanel";
import { InvokePanel } from "./InvokePanel";
import { RecentPanel } from "./RecentPanel";
import { RoutesPanel } from "./RoutesPanel";
import type { Runner } from "./useRun";
import { VersionsPanel } from "./VersionsPanel";
import panel from "./SidePanel.module.css";

interface Props {
  fn: FunctionSummary;
  runner: Runner;
  dirty: boolean;
  shown: number;
  files: Files;
  onPlace: (marks: FileMarks) => void;
  onSave: () => void;
}

const tabs = [
  { value: "invoke", label: "Invoke" },
  { value: "recent", label: "Recent" },
  { value: "versions", label: "Versions" },
  { value: "routes", label: "Routes" },
  { value: "environment", label: "Environment" },
];

export function SidePanel({ fn, runner, dirty, shown, files, onPlace, onSave }: Props) {
  const [parameters, setParameters] = useSearchParams();
  const wanted = parameters.get("tab");
  const tab = tabs.some((each) => each.value === wanted) ? wanted : "invoke";

  const choose = (value: string | null) =>
    setParameters(
      (old) => {
        if (value === null || value === "invoke") old.delete("tab");
        else old.set("tab", value);
        return old;
      },
      { replace: true },
    );

  return (
    <Tabs value={tab} onChange={choose} className={panel["side"] ?? ""} keepMounted={false} aria-label="Beside the code">
      <Tabs.List className={panel["tabs"] ?? ""}>
        {tabs.map((each) => (
          <Tabs.Tab key={each.value} value={each.value}>
            {each.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="invoke" className={panel["panel"] ?? ""}>
        <InvokePanel fn={fn} runner={runner} dirty={dirty} files={files} onPlace={onPlace} onSave={onSave} />
      </Tabs.Panel>
      <Tabs.Panel value="routes" className={panel["panel"] ?? ""}>
        <RoutesPanel name={fn.name} />
      </Tabs.Panel>
      <Tabs.Panel value="recent" className={panel["panel"] ?? ""}>
        <RecentPanel name={fn.name} />
      </Tabs.Panel>
      <Tabs.Panel value="versions" className={panel["panel"] ?? ""}>
        <VersionsPanel fn={fn} shown={shown} />
      </Tabs.Panel>
      <Tabs.Panel value="environment" className={panel["panel"] ?? ""}>
        <EnvironmentPanel name={fn.name} />
      </Tabs.Panel>
    </Tabs>
  );
}
