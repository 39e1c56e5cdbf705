// Articles as a paper cites them: the code tables write 748号49、58, a paper writes 《地下水管理条例》第49条、第58条. Pure.

const TITLES: Readonly<Record<string, string>> = {
  水法: "《中华人民共和国水法》",
  处罚法: "《中华人民共和国行政处罚法》",
  强制法: "《中华人民共和国行政强制法》",
  资源税法: "《中华人民共和国资源税法》",
  取水条例: "《取水许可和水资源费征收管理条例》",
  "748号": "《地下水管理条例》",
  地下水管理条例: "《地下水管理条例》",
  节水条例: "《节约用水条例》",
  山东水资源条例: "《山东省水资源条例》",
};

const CITATION = new RegExp(`^(${Object.keys(TITLES).join("|")})\\s*(\\d.*)$`);
const ARTICLE = /^(\d+)(.*)$/;

function cited(one: string): string {
  const found = CITATION.exec(one.trim());
  if (!found) return one.trim();
  const numbers = (found[2] ?? "").split("、").map((number) => number.replace(ARTICLE, "第$1条$2"));
  return `${TITLES[found[1] ?? ""] ?? ""}${numbers.join("、")}`;
}

/** Return articles as a paper cites them, each once; what names no known law stays as it is written. */
export function citedArticles(articles: readonly string[]): string {
  const each = articles.flatMap((one) => one.split("；")).filter((one) => one.trim());
  return [...new Set(each.map(cited))].join("；");
}
