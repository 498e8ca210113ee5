import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { Empty } from "../parts/Empty";

export function Lost() {
  return (
    <Empty icon="search" title="There is no such page">
      <Anchor component={Link} to="/functions">
        To the functions
      </Anchor>
    </Empty>
  );
}
