const programs = {
  loop() {
    while (true);
  },
  bomb() {
    const kept = [];
    while (true) kept.push("x".repeat(1000) + kept.length);
  },
  recursion() {
    const deeper = () => 1 + deeper();
    return deeper();
  },
  flood() {
    for (let i = 0; i < 1e6; i++) console.log("line " + i);
    return "done";
  },
  result() {
    return "x".repeat(100 * 1024 * 1024);
  },
  none() {
    return "nothing bad";
  },
};

export default (args) => programs[args.program]();
