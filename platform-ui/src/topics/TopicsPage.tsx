import { Button, Stack } from "@mantine/core";
import { useSearchParams } from "react-router";
import { Empty } from "../parts/Empty";
import { Failure } from "../parts/Failure";
import { Icon } from "../parts/Icon";
import { Rows } from "../parts/Rows";
import { Page } from "../shell/Page";
import { CreateTopic } from "./CreateTopic";
import { TopicTable } from "./TopicTable";
import { useTopics } from "./useTopics";

/** Every topic of the namespace. */
export function TopicsPage() {
  const topics = useTopics();
  const [parameters, setParameters] = useSearchParams();
  return (
    <Page
      title="Topics"
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setParameters({ new: "" }, { replace: true })}>
          New topic
        </Button>
      }
    >
      <Stack>
        {topics.isPending && <Rows count={5} height={40} />}
        {topics.isError && topics.data === undefined && (
          <Failure error={topics.error} retry={() => void topics.refetch()} what="The topics could not be loaded" />
        )}
        {topics.data?.length === 0 && (
          <Empty icon="topics" title="No topics yet">
            Make one here, name it in a project&apos;s <code>config/application.yml</code>, or use <code>perigee topics create</code>.
          </Empty>
        )}
        {topics.data !== undefined && topics.data.length > 0 && <TopicTable topics={topics.data} />}
      </Stack>
      <CreateTopic opened={parameters.has("new")} onClose={() => setParameters({}, { replace: true })} />
    </Page>
  );
}
