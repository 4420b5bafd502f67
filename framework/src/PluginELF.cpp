//
// PluginELF.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "PluginELF.h"
#include "WS/Plugin.h"
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <optional>
#include <unistd.h>
#include <vector>


namespace WS {


namespace {


using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using Dynamic = ElfW(Dyn);


class Image
	// The few values of a file that are read before the dynamic linker maps it. Every offset in it is hostile.
{
public:
	Image(int fd, std::uint64_t size): _fd(fd), _size(size) {}

	std::string problem()
		/// Empty: none.
	{
		if (!read(0, _header) || std::memcmp(_header.e_ident, ELFMAG, SELFMAG) != 0) return "is not an ELF file";
		if (!isOfThisMachine()) return "is for another machine";
		if (_header.e_type != ET_DYN) return "is not a shared object";
		if (!readSegments()) return "was cut off: its end is missing";
		return neededProblem();
	}

private:
	template <class Value>
	bool read(std::uint64_t offset, Value& value) const
	{
		if (offset > _size || _size - offset < sizeof value) return false;
		return ::pread(_fd, &value, sizeof value, static_cast<off_t>(offset)) == static_cast<ssize_t>(sizeof value);
	}

	bool isOfThisMachine() const
		/// As the object that this function is in.
	{
		Dl_info info = {};
		if (::dladdr(reinterpret_cast<void*>(&whyNotLoadable), &info) == 0) return true;
		Header ours;
		std::memcpy(&ours, info.dli_fbase, sizeof ours);
		if (std::memcmp(ours.e_ident, ELFMAG, SELFMAG) != 0) return true;
		return _header.e_ident[EI_CLASS] == ours.e_ident[EI_CLASS] && _header.e_ident[EI_DATA] == ours.e_ident[EI_DATA]
			&& _header.e_machine == ours.e_machine;
	}

	bool readSegments()
		/// That all of them are there. The section headers come last and nobody needs them, but where they are missing
		/// something was cut off.
	{
		if (_header.e_phentsize != sizeof(Segment)) return false;
		for (unsigned i = 0; i < _header.e_phnum; ++i)
		{
			Segment segment;
			if (!read(_header.e_phoff + i * sizeof segment, segment)) return false;
			if (segment.p_offset > _size || segment.p_filesz > _size - segment.p_offset) return false;
			_segments.push_back(segment);
		}
		const std::uint64_t sections = std::uint64_t(_header.e_shnum) * _header.e_shentsize;
		return _header.e_shoff <= _size && sections <= _size - _header.e_shoff;
	}

	std::optional<std::uint64_t> offsetOf(std::uint64_t address) const
	{
		for (const auto& segment: _segments)
		{
			if (segment.p_type != PT_LOAD || address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz) continue;
			return segment.p_offset + (address - segment.p_vaddr);
		}
		return std::nullopt;
	}

	std::string neededProblem() const
	{
		std::vector<std::uint64_t> names;
		std::uint64_t table = 0;
		for (const auto& segment: _segments)
		{
			if (segment.p_type != PT_DYNAMIC) continue;
			Dynamic entry;
			for (std::uint64_t at = 0; at + sizeof entry <= segment.p_filesz && read(segment.p_offset + at, entry) && entry.d_tag != DT_NULL; at += sizeof entry)
			{
				if (entry.d_tag == DT_NEEDED) names.push_back(entry.d_un.d_val);
				if (entry.d_tag == DT_STRTAB) table = entry.d_un.d_ptr;
			}
		}
		const auto strings = offsetOf(table);
		for (const auto name: names)
		{
			const std::string needed = strings ? text(*strings + name) : std::string();
			if (!isAvailable(needed)) return "was built otherwise: it needs the run-time of a sanitizer, " + needed + ", and this process is without";
		}
		return {};
	}

	std::string text(std::uint64_t offset) const
	{
		std::string text;
		for (char c = 0; text.size() < 256 && read(offset + text.size(), c) && c != '\0';) text.push_back(c);
		return text;
	}

	static bool isAvailable(std::string_view needed)
		/// These end the process when they are not there from its start.
	{
		const std::uint32_t ours = PluginABI().sanitizers;
		const auto isOf = [&](std::string_view gcc, std::string_view clang) { return needed.starts_with(gcc) || needed.starts_with(clang); };
		if (isOf("libasan.so", "libclang_rt.asan")) return (ours & PluginABI::ADDRESS) != 0;
		if (isOf("libtsan.so", "libclang_rt.tsan")) return (ours & PluginABI::THREAD) != 0;
		return true;
	}

	const int _fd;
	const std::uint64_t _size;
	Header _header = {};
	std::vector<Segment> _segments;
};


} // namespace


std::string whyNotLoadable(int fd, std::uint64_t size)
{
	return Image(fd, size).problem();
}


} // namespace WS
