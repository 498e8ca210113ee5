import { Table, Text } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { Link } from "react-router";
import { Ago } from "../parts/Ago";
import { RuntimeBadge } from "../parts/RuntimeBadge";
import classes from "../parts/Table.module.css";
import type { ListedFunction } from "./matching";
import { functionPath } from "../parts/links";
import { RouteText } from "./RouteText";

interface Props {
  functions: ListedFunction[];
  onLeaveTop: () => void;
  routesFailed: boolean;
}

/** The list; arrow keys walk its rows and Enter opens one. */
export function FunctionTable({ functions, onLeaveTop, routesFailed }: Props) {
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-row]")];
    const here = rows.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Home") rows[0]?.focus();
    else if (event.key === "End") rows.at(-1)?.focus();
    else if (here + (step ?? 0) < 0) onLeaveTop();
    else rows[here + (step ?? 0)]?.focus();
  };

  return (
    <Table className={classes["table"] ?? ""} verticalSpacing={10} horizontalSpacing="md" onKeyDown={walk}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th w={120}>Runtime</Table.Th>
          <Table.Th w={90}>Live</Table.Th>
          <Table.Th>Routes</Table.Th>
          <Table.Th w={150}>Updated</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {functions.map((each) => (
          <Table.Tr key={each.name} className={classes["row"] ?? ""}>
            <Table.Td>
              <Link to={functionPath(each.name)} data-row className={classes["name"]}>
                {each.name}
              </Link>
            </Table.Td>
            <Table.Td>
              <RuntimeBadge runtime={each.runtime} />
            </Table.Td>
            <Table.Td>{each.liveVersion === null ? <span className="faint">none</span> : `v${each.liveVersion}`}</Table.Td>
            <Table.Td>
              {routesFailed ? (
                <Text size="sm" c="dimmed">
                  could not be loaded
                </Text>
              ) : (
                <RouteText routes={each.routes} />
              )}
            </Table.Td>
            <Table.Td className="faint">
              <Ago at={each.updatedAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
