import { Autocomplete, Button, Group, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { useFunctions } from "../functions/useFunctions";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { LogLines } from "../parts/LogLines";
import { Tag } from "../parts/Tag";
import { Page } from "../shell/Page";
import { useLogTail } from "./useLogTail";

/** What functions write to their logs, as they write it. */
export function LogsPage() {
  const [parameters, setParameters] = useSearchParams();
  const fn = parameters.get("function") ?? "";
  const [paused, setPaused] = useState(false);
  const tail = useLogTail(fn, paused);
  const names = useFunctions().data?.map((each) => each.name) ?? [];
  const end = useRef<HTMLDivElement>(null);

  const count = tail.lines.length;
  useEffect(() => {
    const room = document.getElementById("main");
    const nearEnd = room !== null && room.scrollTop + room.clientHeight > room.scrollHeight - 240;
    if (count > 0 && nearEnd) end.current?.scrollIntoView({ block: "end" });
  }, [count]);

  return (
    <Page
      title="Live log"
      actions={
        <>
          <span role="status">
            <Tag tone={tail.connected && !paused ? "green" : "gray"} dot>
              {tail.connected ? (paused ? "paused" : "following") : "connecting"}
            </Tag>
          </span>
          <Button variant="default" size="xs" onClick={() => setPaused(!paused)} aria-pressed={paused}>
            {paused ? "Resume" : "Pause"}
          </Button>
          <Button variant="default" size="xs" onClick={tail.clear} disabled={tail.lines.length === 0}>
            Clear
          </Button>
        </>
      }
    >
      <Stack>
        <Group>
          <Autocomplete
            aria-label="Function"
            placeholder="Any function"
            leftSection={<Icon name="functions" size={15} />}
            data={names}
            value={fn}
            onChange={(value) => setParameters(value === "" ? {} : { function: value }, { replace: true })}
            w={280}
            clearable
          />
        </Group>
        {tail.error !== null && !tail.connected && <Failure error={tail.error} what="The log cannot be followed; trying again" />}
        {tail.lines.length === 0 ? (
          <Empty icon="logs" title="Nothing logged since this page opened">
            Lines of <code>print</code>, <code>console</code> and <code>ctx.log</code> appear here as they are written.
          </Empty>
        ) : (
          <LogLines lines={tail.lines} maxHeight="none" />
        )}
        <div ref={end} />
      </Stack>
    </Page>
  );
}
