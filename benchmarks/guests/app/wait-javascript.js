import { http } from "perigee";
export default async (args) => (await http.get(args.url)).status;
