import { reject } from "perigee";

// POST /guests {"name": "Ada", "message": "Hello"}
export default ({ name, message }) => {
  if (typeof name !== "string" || name.trim() === "") {
    reject({ field: "name", message: "sign with your name" });
  }
  return { name: name.trim(), message: message ?? "", signed: true };
};
