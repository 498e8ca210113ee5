import { Table } from "@mantine/core";
import { Link } from "react-router";
import type { Topic } from "../api/topics";
import { Ago } from "../parts/Ago";
import { bytes, count, days } from "../parts/format";
import { topicPath } from "../parts/links";
import classes from "../parts/Table.module.css";

export function TopicTable({ topics }: { topics: readonly Topic[] }) {
  return (
    <Table className={classes["table"] ?? ""} verticalSpacing={10} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th ta="right">Partitions</Table.Th>
          <Table.Th ta="right">Appended</Table.Th>
          <Table.Th ta="right">Kept</Table.Th>
          <Table.Th>Retention</Table.Th>
          <Table.Th>Schema</Table.Th>
          <Table.Th w={150}>Created</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {topics.map((each) => (
          <Table.Tr key={each.name} className={classes["row"] ?? ""}>
            <Table.Td>
              <Link to={topicPath(each.name)} className={classes["name"]}>
                {each.name}
              </Link>
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {each.events.partitions}
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {count(each.events.appended)}
            </Table.Td>
            <Table.Td ta="right" className={classes["number"] ?? ""}>
              {count(each.events.kept)}
            </Table.Td>
            <Table.Td className="faint">{retention(each)}</Table.Td>
            <Table.Td className="faint">{each.schema === undefined ? "none" : "checked"}</Table.Td>
            <Table.Td className="faint">
              <Ago at={each.createdAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function retention({ retention: { ageMs, bytes: size } }: Topic): string {
  const bounds = [ageMs === null ? null : days(ageMs), size === null ? null : bytes(size)].filter((bound) => bound !== null);
  return bounds.length === 0 ? "forever" : bounds.join(", ");
}
