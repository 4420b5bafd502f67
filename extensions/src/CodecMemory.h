//
// CodecMemory.h
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WS_CodecMemory_INCLUDED
#define WS_CodecMemory_INCLUDED


#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>


namespace WS {


class CodecMemory
	/// Memory for codecs, in whole pages and apart from the heap. Connections that fall silent free theirs by the thousand,
	/// and in the heap what lives longer would lie between them and keep the pages; from here they go back to the
	/// system at once, if it is Linux. For many threads.
{
public:
	CodecMemory() = default;

	CodecMemory(const CodecMemory&) = delete;
	CodecMemory& operator = (const CodecMemory&) = delete;

	~CodecMemory();

	class Block
		/// What one codec has. zlib asks for it in pieces.
	{
	public:
		Block(std::shared_ptr<CodecMemory> memory, std::size_t size);
			/// At least so large. Throws std::bad_alloc.

		Block(const Block&) = delete;
		Block& operator = (const Block&) = delete;

		~Block();

		void* allocate(std::size_t size) noexcept;
			/// A piece, until the block goes; null: there is not so much left.

		bool contains(const void* piece) const;

	private:
		const std::shared_ptr<CodecMemory> _memory;
		const std::size_t _size;
		char* const _begin;
		std::size_t _used = 0;
	};

	std::size_t size() const;
		/// Bytes that are in use, in whole pages.

private:
	struct Blocks
		/// Of one size.
	{
		std::vector<char*> free;         // has room for all of them
		std::size_t count = 0;
	};

	struct Region
	{
		char* begin;
		std::size_t size;
	};

	char* take(std::size_t size);
	void give(char* block, std::size_t size) noexcept;
	void addRegion(Blocks& blocks, std::size_t size);

	mutable std::mutex _mutex;
	std::map<std::size_t, Blocks> _blocks;       // by size
	std::vector<Region> _regions;
	std::size_t _size = 0;
};


} // namespace WS


#endif // WS_CodecMemory_INCLUDED
