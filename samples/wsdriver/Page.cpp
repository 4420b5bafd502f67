//
// Page.cpp
//
// The web page, from files.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "Page.h"
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>


namespace Tool {


namespace {


const char PLAIN_TEXT[] = "text/plain; charset=utf-8";


std::string contentTypeOf(const std::string& name)
{
	static const std::map<std::string, std::string> types{
		{".html", "text/html; charset=utf-8"},
		{".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".json", "application/json"},
		{".txt", PLAIN_TEXT},
		{".svg", "image/svg+xml"},
		{".png", "image/png"},
		{".ico", "image/x-icon"},
		{".woff2", "font/woff2"}};
	const auto found = types.find(std::filesystem::path(name).extension());
	return found != types.end() ? found->second : "application/octet-stream";
}


bool isPlainName(const std::string& name)
{
	const std::string_view others = "-_.";
	return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [&](unsigned char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != others.npos;
	});
}


std::optional<std::string> contentOf(const std::filesystem::path& file)
{
	std::error_code error;
	if (!std::filesystem::is_regular_file(file, error)) return {};
	std::ifstream stream(file, std::ios::binary);
	if (!stream) return {};
	return std::string(std::istreambuf_iterator<char>(stream), {});
}


WS::Response response(int status, const std::string& contentType, std::string body)
{
	WS::Response response;
	response.status = status;
	response.headers.add("Content-Type", contentType);
	response.headers.add("Cache-Control", "no-cache");
	response.headers.add("Content-Security-Policy", "default-src 'self'; connect-src 'self' ws: wss:");
	response.headers.add("X-Content-Type-Options", "nosniff");
	response.body = std::move(body);
	return response;
}


} // namespace


Page::Page(std::filesystem::path folder, std::set<std::string> endpoints):
	_folder(std::move(folder)),
	_endpoints(std::move(endpoints))
{
}


WS::Response Page::answer(const WS::Request& request) const
{
	const auto path = request.target.substr(0, request.target.find('?'));
	if (_endpoints.contains(path)) return response(426, PLAIN_TEXT, path + " speaks WebSocket only.\n");
	if (request.method == "GET" || request.method == "HEAD") return file(path == "/" ? "/index.html" : path);

	auto refusal = response(405, PLAIN_TEXT, "Only GET and HEAD.\n");
	refusal.headers.add("Allow", "GET, HEAD");
	return refusal;
}


WS::Response Page::file(const std::string& path) const
{
	const auto name = path.starts_with('/') ? path.substr(1) : "";
	auto content = isPlainName(name) ? contentOf(_folder / name) : std::nullopt;
	if (!content) return response(404, PLAIN_TEXT, "There is no such file.\n");
	return response(200, contentTypeOf(name), std::move(*content));
}


} // namespace Tool
