import { Button, Kbd, Stack, Text, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useRef, type KeyboardEvent } from "react";
import { useSearchParams } from "react-router";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { Rows } from "../parts/Rows";
import { Page } from "../shell/Page";
import { CreateFunction } from "./CreateFunction";
import { FunctionTable } from "./FunctionTable";
import { matching } from "./matching";
import { useFunctions, useRoutes } from "./useFunctions";

export function FunctionsPage() {
  const [parameters, setParameters] = useSearchParams();
  const search = parameters.get("q") ?? "";
  const functions = useFunctions();
  const routes = useRoutes();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const shown = matching(functions.data ?? [], routes.data ?? [], search);
  const creating = parameters.has("new");

  const set = (name: string, value: string | null) =>
    setParameters(
      (old) => {
        if (value === null) old.delete(name);
        else old.set(name, value);
        return old;
      },
      { replace: true },
    );

  useHotkeys([
    ["/", () => field.current?.focus()],
    ["n", () => set("new", "")],
  ]);

  const intoList = (event: KeyboardEvent) => {
    const first = list.current?.querySelector<HTMLElement>("a[data-row]");
    if (!first) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      first.focus();
    } else if (event.key === "Enter" && search !== "") {
      first.click();
    }
  };

  return (
    <Page
      title="Functions"
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => set("new", "")}>
          New function
        </Button>
      }
    >
      <Stack>
        <TextInput
          ref={field}
          value={search}
          onChange={(event) => set("q", event.currentTarget.value || null)}
          onKeyDown={intoList}
          placeholder="Search by name, runtime or route"
          aria-label="Search functions"
          leftSection={<Icon name="search" size={16} />}
          rightSection={search === "" && <Kbd size="xs">/</Kbd>}
          maw={460}
        />
        {functions.isPending && <Rows count={6} height={44} />}
        {functions.isError && functions.data === undefined && (
          <Failure error={functions.error} retry={() => void functions.refetch()} what="The functions could not be loaded" />
        )}
        {functions.data?.length === 0 && (
          <Empty icon="functions" title="No functions yet">
            Write the first one here, or publish a project with <code>perigee deploy</code>.
          </Empty>
        )}
        {functions.data !== undefined && functions.data.length > 0 && shown.length === 0 && (
          <Empty icon="search" title={`Nothing matches “${search}”`}>
            Search looks at names, runtimes and routes.
          </Empty>
        )}
        {shown.length > 0 && (
          <div ref={list}>
            <FunctionTable functions={shown} onLeaveTop={() => field.current?.focus()} routesFailed={routes.isError} />
            <Text size="xs" c="dimmed" mt="sm">
              {shown.length === functions.data?.length ? shown.length : `${shown.length} of ${functions.data?.length}`}{" "}
              {functions.data?.length === 1 ? "function" : "functions"}
            </Text>
          </div>
        )}
      </Stack>
      <CreateFunction opened={creating} onClose={() => set("new", null)} existing={functions.data ?? []} />
    </Page>
  );
}
