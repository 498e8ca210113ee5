export default () => "Hello!";
