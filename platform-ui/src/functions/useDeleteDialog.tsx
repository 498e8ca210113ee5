import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useNavigate } from "react-router";
import { failed, told } from "../parts/notify";
import { useDeleteFunction } from "./useFunctions";

/** Asks, deletes, and goes back to the list. */
export function useDeleteDialog(name: string): () => void {
  const remove = useDeleteFunction();
  const navigate = useNavigate();
  const confirmed = () =>
    remove.mutate(name, {
      onSuccess: () => {
        told(`${name} is deleted`);
        void navigate("/functions");
      },
      onError: (error) => failed(`${name} was not deleted`, error),
    });
  return () =>
    modals.openConfirmModal({
      title: `Delete ${name}?`,
      centered: true,
      children: (
        <Text size="sm">
          Its versions, aliases and environment go with it. This cannot be undone. A function that routes point to is not
          deleted.
        </Text>
      ),
      labels: { confirm: "Delete", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: confirmed,
    });
}
